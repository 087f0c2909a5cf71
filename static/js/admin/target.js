// A link of a menu: of the fields for where it leads, only that of the chosen kind is shown.
export function target(select) {
  if (!select) return;
  const show = () => {
    for (const { value } of select.options) {
      const row = select.form.querySelector(`.form-row.field-${value}`);
      if (row) row.hidden = value !== select.value && !row.matches(".errors");
    }
  };
  select.addEventListener("change", show);
  show();
}
