"""Pictures: untrusted bytes in, the same picture drawn anew in a few sizes out. No Django, as in all of `readers`.

What was sent is never kept nor served: each size is encoded from the pixels alone, so that nothing of what a camera or
a trickster adds (place, device, thumbnail, a second file behind the first) is in it.
"""
