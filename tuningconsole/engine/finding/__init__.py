"""Search's expressions as SQL: properties, conditions on them, and how they are combined.

Nothing of a request gets into SQL but as a parameter. Source of all: the documentation of
SearchRequest, SearchExpression, NestedFilters and Filter in botocore's service model.
"""
