// One file to the library. Resolves with what the server says about the picture; a refusal rejects with its
// errors by field, a broken line with none.
export class Refused extends Error {
  constructor(errors) {
    super(Object.values(errors).flat().join(" "));
    this.errors = errors;
  }
}

export function upload(address, data, onProgress = () => {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch() does not tell how far an upload is
    request.open("POST", address);
    request.responseType = "json";
    request.setRequestHeader("X-CSRFToken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / (event.total || 1)));
    request.addEventListener("load", () => {
      if (request.response?.uploaded) resolve(request.response);
      else reject(new Refused(request.response?.errors ?? {}));
    });
    request.addEventListener("error", () => reject(new Refused({})));
    request.send(data);
  });
}
