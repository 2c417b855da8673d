"""Late imports are safe in many threads at once: who imports what, by what stands in the source of every file."""

import ast
import threading
from pathlib import Path

import pytest

from lib.models import late

ROOT = Path(__file__).resolve().parents[2]
FILES = [*sorted((ROOT / "lib").rglob("*.py")), *sorted((ROOT / "pages").glob("*.py"))]
DRAWS = {"plotly_chart", "dataframe", "table", "data_editor", "line_chart", "area_chart", "bar_chart", "scatter_chart"}
LARGE = {*late.ALONE, "torch", "pandas", "plotly"}


def packages(node):
    """The packages that an import names, with what is imported of them."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []


def for_types(node):
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def imports(node, alone=False):
    """All imports below a node that happen in a running program, and whether they are below ``late.alone()``."""
    if for_types(node):
        return
    if isinstance(node, ast.With):
        alone = alone or any(ast.unparse(item.context_expr) == "late.alone()" for item in node.items)
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield node, alone
    for child in ast.iter_child_nodes(node):
        yield from imports(child, alone)


@pytest.fixture(scope="module")
def trees():
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8")) for path in FILES}


def test_packages_that_load_parts_on_demand_are_imported_by_one_thread_at_a_time(trees):
    found = [
        (file, node.lineno, alone)
        for file, tree in trees.items()
        for node, alone in imports(tree)
        for name in packages(node)
        if name.partition(".")[0] in late.ALONE
    ]
    assert found
    assert [place for *place, alone in found if not alone] == []


def test_nothing_of_this_project_is_imported_below_the_lock(trees):
    """Another thread may hold it and wait for the lock."""
    assert [
        (file, node.lineno)
        for file, tree in trees.items()
        for node, alone in imports(tree)
        if alone and any(name.partition(".")[0] not in LARGE for name in packages(node))
    ] == []


def test_a_part_of_a_large_package_comes_after_the_package(trees):
    """``import torch.nn.functional`` doesn't wait for another thread that is half way through torch; this does."""
    for file, tree in trees.items():
        whole = set()
        for node, _ in imports(tree):
            for name in packages(node):
                package, _, part = name.partition(".")
                if package in LARGE - {"plotly"}:  # Streamlit's start has that one
                    assert not part or package in whole or package in late.ALONE, (file, node.lineno)
                    whole.add(package)


def test_what_draws_a_figure_or_a_table_has_its_packages_whole_before(trees):
    found = []
    for file, tree in trees.items():
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                called = [ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)]
                if any(name.partition(".")[0] == "st" and name.rpartition(".")[2] in DRAWS for name in called):
                    found.append((file, function.name, "late.figures" in called))
    assert found
    assert [place for *place, whole in found if not whole] == []


def test_two_threads_are_never_below_the_lock_together():
    together, inside, begin = [], [], threading.Barrier(8)

    def work():
        begin.wait()
        for _ in range(50):
            with late.alone():
                inside.append(1)
                together.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(together) == {1}
