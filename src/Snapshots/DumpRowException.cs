namespace Kappa.Snapshots;

/// <summary>Rows of a dump are not as they have to be; the message names them as their source does.</summary>
/// <remarks>
/// A worker gets rows of a source that is elsewhere, and knows their places only: it is worded anew where that is.
/// </remarks>
internal sealed class DumpRowException : KappaException
{
    /// <param name="code">Code of the error.</param>
    /// <param name="texts">What stands around the places: one more than these.</param>
    /// <param name="places">Where the rows are.</param>
    /// <param name="describe">Names a place.</param>
    public DumpRowException(
        string code, IReadOnlyList<string> texts, IReadOnlyList<long> places, Func<long, string> describe)
        : base(code, ExitCodes.Usage, Word(texts, places, describe)) =>
        (Texts, Places) = (texts, places);

    /// <summary>What stands around the places: one more than these.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Where the rows are.</summary>
    public IReadOnlyList<long> Places { get; }

    /// <summary>The same error, in the words of the source that has the rows.</summary>
    public DumpRowException In(ISnapshotSource source) => new(Code, Texts, Places, source.Describe);

    private static string Word(
        IReadOnlyList<string> texts, IReadOnlyList<long> places, Func<long, string> describe)
    {
        string text = string.Concat(texts.Zip(places, (before, place) => before + describe(place))) + texts[^1];
        return $"{char.ToUpperInvariant(text[0])}{text[1..]}";
    }
}
