"""Is this container fit for requests? Exits with an error if not."""

import http.client
import os
import sys

host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".")
connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
connection.request("GET", "/readyz", headers={"Host": host})
status = connection.getresponse().status
sys.exit(0 if status == 200 else f"/readyz answers {status}")
