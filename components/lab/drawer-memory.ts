import { type DrawerTab, drawerTabs } from './lab-store.ts';

const key = 'patchbay.drawer';

export function rememberedDrawer(): DrawerTab {
  const stored = localStorage.getItem(key);
  return drawerTabs.find((tab) => tab === stored) ?? 'changes';
}

export function rememberDrawer(tab: DrawerTab) {
  localStorage.setItem(key, tab);
}
