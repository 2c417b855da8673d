// What every component of ours is: mounted once in an element, told each message of the server, and unmounted when Streamlit
// takes the element away. What it keeps meanwhile is `s`, which `mount` returns.
function component(mount, hear, unmount = () => {}) {
  const mounts = new WeakMap();
  return (message) => {
    const root = message.parentElement;
    let s = mounts.get(root);
    if (!s) mounts.set(root, (s = mount(root)));
    hear(s, message);
    return () => { unmount(s); mounts.delete(root); };
  };
}

