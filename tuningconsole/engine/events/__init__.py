"""Status changes of jobs as SageMaker puts them on the account's default EventBridge bus.

A change writes its event into the outbox in its own transaction; a thread beside the search loop
puts them on the bus. So the bus may be away, and the process may be killed: an event is put at
least once, and those of a job in their order. Sources: "Events that Amazon SageMaker AI sends to
Amazon EventBridge" in the developer guide; AWS Labs' MLSpace, whose tests hold events as they
came, for times in milliseconds and tags as a map.
"""
