namespace Kappa.Cli;

/// <summary>What the documentation says of an error.</summary>
/// <param name="Codes">Its code; at times several have one entry.</param>
/// <param name="Title">What it is about in a few words; empty where the text begins with that.</param>
/// <param name="Text">What happened, why, and what to do.</param>
internal sealed record ErrorEntry(IReadOnlyList<string> Codes, string Title, string Text);
