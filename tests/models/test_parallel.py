"""Work side by side: in order, in the caller's mode, on one core each, and errors come back."""

import pytest
import torch

from lib.models.parallel import side_by_side


@pytest.fixture
def two_threads():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    assert torch.get_num_threads() == 2, "The caller's number of threads must not change."
    torch.set_num_threads(before)


@pytest.mark.usefixtures("two_threads")
def test_results_come_in_order_and_each_piece_has_one_core():
    found = side_by_side([lambda i=i: (i, torch.get_num_threads()) for i in range(5)])
    assert found == [(i, 1) for i in range(5)]


@pytest.mark.usefixtures("two_threads")
@pytest.mark.parametrize("mode", [True, False])
def test_the_mode_of_the_caller_is_kept(mode):
    with torch.inference_mode(mode):
        x = torch.zeros(2)
        made = side_by_side([lambda: x.add_(1), lambda: torch.ones(1)])
    assert [part.is_inference() for part in made] == [mode, mode]


@pytest.mark.usefixtures("two_threads")
def test_an_error_reaches_the_caller():
    def broken():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        side_by_side([broken, lambda: 1])
