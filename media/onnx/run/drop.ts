// Drops: a place of the page that takes files, and shows that it does while one is held over it.

/** Whether something is held that could be a file. VS Code's own list drops addresses. */
function holdsFile({ dataTransfer }: DragEvent): boolean {
  return [...(dataTransfer?.types ?? [])].some((type) => type === 'Files' || type.endsWith('uri-list'));
}

export function acceptDrops(element: HTMLElement, take: (data: DataTransfer) => void): void {
  element.addEventListener('dragover', (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    event.stopPropagation();
    element.classList.add('held-over');
  });
  element.addEventListener('dragleave', () => element.classList.remove('held-over'));
  element.addEventListener('drop', (event) => {
    element.classList.remove('held-over');
    if (!event.dataTransfer || !holdsFile(event)) return;
    event.preventDefault();
    event.stopPropagation();
    take(event.dataTransfer);
  });
}

/** The name of what is dropped; '' where there is none. */
export function droppedName(data: DataTransfer): string {
  const list = data.getData('application/vnd.code.uri-list') || data.getData('text/uri-list');
  return data.files[0]?.name ?? list.split(/\r?\n/)[0] ?? '';
}
