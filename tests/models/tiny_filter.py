"""A tiny safety filter of random weights, on the disk as DeepFloyd's lies there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file


def put_filter(folder: Path, half: bool = False) -> Any:
    """Write safety_checker and feature_extractor into a model's folder, and name them in its index; returns the net."""
    from diffusers.pipelines.deepfloyd_if.safety_checker import IFSafetyChecker
    from transformers import CLIPConfig, CLIPImageProcessor

    small = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    words = {"vocab_size": 20, "projection_dim": 8, "bos_token_id": 1, "eos_token_id": 2}
    config = CLIPConfig(
        text_config={**small, **words},
        vision_config={**small, "image_size": 32, "patch_size": 16, "projection_dim": 8},
        projection_dim=8,
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        net = IFSafetyChecker(config).eval()
    place = folder / "safety_checker"
    place.mkdir(parents=True)
    config.save_pretrained(place)
    weights = {key: (w.half() if half else w).clone() for key, w in net.state_dict().items()}
    weights["vision_model.vision_model.embeddings.position_ids"] = torch.arange(5)[None]  # as in files of 2023
    save_file(weights, place / f"model{'.fp16' if half else ''}.safetensors", metadata={"format": "pt"})
    side = {"height": 32, "width": 32}
    CLIPImageProcessor(size={"shortest_edge": 32}, crop_size=side).save_pretrained(folder / "feature_extractor")
    index = folder / "model_index.json"
    index.write_text(
        json.dumps(
            json.loads(index.read_text())
            | {
                "safety_checker": ["deepfloyd_if", "IFSafetyChecker"],
                "feature_extractor": ["transformers", "CLIPImageProcessor"],
            }
        )
    )
    return net
