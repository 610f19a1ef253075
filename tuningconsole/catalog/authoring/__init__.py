"""The pages that create an algorithm: what a person types, and the CreateAlgorithm of it.

declarations   what a page may be made of
pages          the four pages, in the order and with the labels of the AWS console
values         typed text <-> values
hyperparameters  the specification as rows <-> as JSON
writing        answers -> request, with the input that each member came from
importing      request, or DescribeAlgorithm's answer -> answers
rules          what the request's members must be to each other
checking       what is wrong, and at which input
forms          a page as its template draws it
drafts         keep what is typed
creating       send it, once
"""
