"""Networks, devices, the registry and the loaders: the only room that may import diffusers and transformers."""
