// Hands one WebAuthn ceremony to the browser and its answer to the form. Nothing else on any page needs script.
"use strict";
(() => {
  const form = document.querySelector("form[data-passkey]");
  const making = form.dataset.passkey === "make";
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const say = (state) => {
    for (const one of document.querySelectorAll("[data-state]")) {
      one.hidden = one.dataset.state !== state;
      if (!one.hidden) one.focus();
    }
  };

  const asked = () => {
    const options = JSON.parse(form.dataset.options);
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const one of options.excludeCredentials || []) one.id = bytes(one.id);
    return { publicKey: options };
  };

  const told = (made) => {
    const said = made.response;
    const response = { clientDataJSON: text(said.clientDataJSON) };
    if (making) {
      response.attestationObject = text(said.attestationObject);
      response.transports = said.getTransports ? said.getTransports() : [];
    } else {
      response.authenticatorData = text(said.authenticatorData);
      response.signature = text(said.signature);
      response.userHandle = said.userHandle && text(said.userHandle);
    }
    return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response });
  };

  const reasons = {
    InvalidStateError: "already",
    NotAllowedError: "cancelled",
    AbortError: "cancelled",
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say("waiting");
    try {
      const keys = navigator.credentials;
      form.elements.answer.value = told(await (making ? keys.create(asked()) : keys.get(asked())));
    } catch (error) {
      return say(reasons[error.name] || "unsupported");
    }
    form.submit();
  });

  const able = window.PublicKeyCredential && navigator.credentials;
  say(able ? "" : "unsupported");
  form.hidden = !able;
})();
