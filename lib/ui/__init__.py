"""The only room that imports streamlit: controls, player, lesson frame."""
