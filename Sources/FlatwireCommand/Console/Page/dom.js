// Elements made of values. What comes from elsewhere becomes text and never markup.

/** An element with properties and children, which are elements and texts; those that are null are left out. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made && key !== "list" && key !== "form") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

/** Puts other children into an element. */
export function fill(parent, ...children) {
  parent.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined));
}

/** Has something done at most once in each frame, however often it is asked for. */
export function onceAFrame(body) {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    // Frames of a page that is not seen do not come.
    setTimeout(() => {
      isAsked = false;
      body();
    }, 16);
  };
}
