namespace Kappa;

/// <summary>A way out that an error offers: what it does, and what to type.</summary>
/// <param name="Does">A few words that say what the command does, in lower case: <c>list them</c>.</param>
/// <param name="Command">What to type.</param>
public readonly record struct Remedy(string Does, string Command);
