// What jsdom lacks of a browser and the component library asks for at once. None of it is ours.

/** A media query that matches nothing and never changes. */
const matchMedia = (media: string) => ({
  media,
  matches: false,
  onchange: null,
  addEventListener() {},
  removeEventListener() {},
  addListener() {},
  removeListener() {},
  dispatchEvent: () => false,
})

/** Sizes never change where nothing is laid out. */
class ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

Object.assign(globalThis, { matchMedia, ResizeObserver, IS_REACT_ACT_ENVIRONMENT: true })
const { Element } = globalThis as unknown as { Element: { prototype: object } }
Object.assign(Element.prototype, { scrollIntoView() {} })
