"""Room: runs. How large a file may be that somebody brings: said beside each box, and allowed, alike everywhere.

The server refuses what is larger than its `server.maxUploadSize`, whatever a box says; a proxy what is larger than its
own bound (docs/HOSTING.md). A test holds them together. Nothing is imported here, for pages need it at once.
"""

LARGEST = 50
"""MB, a million bytes each, as the browser counts them: a photo, a file that was exported here, a course's prompts."""
TEXT = 1
"""MB of a text: an assignment, a scene list."""
