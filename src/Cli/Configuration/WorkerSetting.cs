using System.Globalization;

namespace Kappa.Cli;

/// <summary>One setting of a worker: all that file, environment, schema and documentation say of it.</summary>
/// <param name="Key">Its place in the file, group and name: <c>http.listen</c>.</param>
/// <param name="Flag">The option of <c>kappa run</c> that goes before it; null where there is none.</param>
/// <param name="Default">What it is where nobody sets it, as documentation has it.</param>
/// <param name="Description">What it does, in a sentence.</param>
internal sealed record WorkerSetting(string Key, string? Flag, string Default, string Description)
{
    /// <summary>The words that it may be; none where it is no choice.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The least and the most that a number may be; null where it is no number.</summary>
    public (int Least, int Most)? Range { get; init; }

    /// <summary>Tells whether a text is a value, with what it must be in words; null where any text is.</summary>
    public (Func<string, bool> Is, string Words)? Check { get; init; }

    /// <summary>The variable that it had before there was a file, which still counts; null for none.</summary>
    public string? OlderVariable { get; init; }

    /// <summary>The environment variable that goes before the file: <c>KAPPA_HTTP__LISTEN</c>.</summary>
    public string Variable =>
        "KAPPA_" + Key.Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>What it may be, in words; null where any text will do.</summary>
    public string? Expected => Choices.Count > 0 ? $"one of {string.Join(", ", Choices)}"
        : Range is { } range ? $"a whole number from {range.Least} to {range.Most}"
        : Check?.Words;

    /// <summary>Whether a text is a value of it.</summary>
    public bool Takes(string text) => Choices.Count > 0 ? Choices.Contains(text)
        : Range is { } range
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) &&
                number >= range.Least && number <= range.Most
            : Check is not { } check || check.Is(text);
}
