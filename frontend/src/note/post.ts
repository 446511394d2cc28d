/** One way to speak to the server: JSON there, JSON back, and a plain word when it is away. */

export class Unreachable extends Error {}

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** `leaving` lets the request outlive the page. Throws `Unreachable` where there is no answer. */
export async function post(address: string, body: unknown, leaving = false): Promise<Answer> {
  const text = JSON.stringify(body);
  let response: Response;
  try {
    response = await fetch(address, {
      method: "POST",
      body: text,
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      keepalive: leaving && text.length < 60_000,
      redirect: "manual",
      signal: AbortSignal.timeout(10_000),
    });
  } catch {
    throw new Unreachable();
  }
  if (response.status >= 500) throw new Unreachable();
  if (response.type === "opaqueredirect") return { status: 401, body: {} };
  try {
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  } catch {
    return { status: response.status, body: { problem: "Reload the page; what you wrote is kept on this device." } };
  }
}

/** The cookie is fresher than the page after somebody signed in again in another tab. */
function token(): string {
  const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  return cookie ?? document.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
}
