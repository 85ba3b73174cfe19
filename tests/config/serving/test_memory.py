import subprocess
import sys

SETTLED = """
import gc
from config.serving.memory import YOUNG, settle, unsearched
with unsearched():
    assert not gc.isenabled()
assert gc.isenabled()
held = [[number] for number in range(5_000)]
settle()
assert gc.get_freeze_count() > 5_000, gc.get_freeze_count()
assert gc.get_threshold()[0] == YOUNG
assert not any(one is held[0] for one in gc.get_objects())
ring = []; ring.append(ring); del ring
assert gc.collect() >= 1  # what comes later is searched as ever
"""


def test_what_stands_before_the_first_request_is_searched_no_more():
    done = subprocess.run([sys.executable, "-c", SETTLED], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
