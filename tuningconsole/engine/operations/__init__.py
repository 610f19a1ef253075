"""The API's operations, one module a noun; each is a function, dict in, dict out.

Adding one: write a function named as the operation, decorated with `@operation`, in a module here.
"""
