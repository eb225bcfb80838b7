namespace Kappa.Cli;

/// <summary>What one look at the machine found.</summary>
/// <param name="Check">What was looked at: a word or two.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="What">What is so.</param>
/// <param name="Fix">What to do; null where nothing is to be done.</param>
internal sealed record Finding(string Check, FindingLevel Level, string What, string? Fix = null)
{
    public static Finding Good(string check, string what) => new(check, FindingLevel.Good, what);

    public static Finding Warning(string check, string what, string fix) => new(check, FindingLevel.Warning, what, fix);

    public static Finding Wrong(string check, string what, string fix) => new(check, FindingLevel.Wrong, what, fix);
}
