"""`python -m lib get` and `vocabulary`: what is fetched, kept and read out, and one sentence for whatever is wrong."""


def test_get_asks_the_hub_for_owner_and_name(lib, monkeypatch):
    from lib.models import large

    monkeypatch.setattr(large, "fetch", lambda model, device: f"/cache/{model}/{device}")
    code, out, _ = lib("get DeepFloyd/IF-I-M-v1.0 --device cpu")
    assert (code, out.strip()) == (0, "/cache/DeepFloyd/IF-I-M-v1.0/cpu")
    code, _, err = lib("get emoji-if")
    assert code == 2
    assert "owner/name" in err
    code, _, err = lib("get")
    assert code == 2
    assert "--embeddings" in err


def test_get_keeps_a_courses_text_states(lib, tmp_path):
    import torch

    from lib.models import course

    torch.save({"a rocket ship": torch.ones(1, 77, 8), "": torch.zeros(1, 77, 8)}, tmp_path / "embeds.pth")
    code, out, _ = lib(f"get --embeddings {tmp_path / 'embeds.pth'}")
    assert (code, out.strip()) == (0, "2 prompts are kept: 'a rocket ship', ''.")
    assert course.kept().width == 8
    code, _, err = lib(f"get --embeddings {tmp_path / 'none.pth'}")
    assert code == 2
    assert "There is no file" in err


def test_the_vocabulary_is_that_of_the_cascade(zoo, lib):
    code, _, err = lib("vocabulary digits-flow")
    assert code == 2
    assert "emoji-if" in err
    code, _, err = lib("vocabulary emoji-if")
    assert code == 2
    assert "vocabulary.json" in err
