/**
 * A part of the page, asked for again where it did not come (PAG-38). A browser may remember that, and give the same failure
 * without asking (Chromium does since version 150): with something more to its address it is another file to it.
 */
export async function askAgain<Module>(first: () => Promise<Module>): Promise<Module> {
  try {
    return await first();
  } catch (error) {
    const [address] = (error instanceof TypeError && /https?:\S+\.js/.exec(error.message)) || [];
    if (!address) throw error;
    return (await import(/* @vite-ignore */ `${address}?again=${Date.now()}`)) as Module;
  }
}
