"""The pages that create an algorithm: what a person types, and the CreateAlgorithm of it.

- declarations: what a page may be made of
- pages, training, offering: the four pages, in the order and with the labels of the AWS console
- values: typed text <-> values
- rows: adding and removing rows
- hyperparameters: the specification as rows <-> as JSON
- writing: answers -> request, with the input that each member came from
- importing: request, or DescribeAlgorithm's answer -> answers
- examples: what a validation profile may look like
- rules: what the request's members must be to each other
- checking: what is wrong, and at which input
- inputs, forms: a page as its template draws it
- drafts: keep what is typed
- progress: where a draft stands
- creating: send it, once
"""
