"""The documents that the API serves: how each is put together, and the serializer that gives it its shape.

The serializers render at publication and describe the same answers to the OpenAPI document.
"""
