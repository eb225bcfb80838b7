namespace Kappa.Replay.Tests;

/// <summary>A version of the topology of <see cref="Totals"/>, and what it has to say, computed beside it.</summary>
/// <param name="Version">Number of the version.</param>
/// <param name="Join">Puts key, value and total together.</param>
/// <param name="Keeps">Which totals are rows of the output; the others are deleted from it.</param>
internal sealed record Letters(int Version, Func<string, string, string, string> Join, Func<string, bool> Keeps)
{
    /// <summary>Concatenates.</summary>
    public static Letters Plain(int version) => new(version, (_, value, total) => total + value, _ => true);

    /// <summary>Concatenates, the values of some keys in upper case.</summary>
    public static Letters Shouting(int version, Func<string, bool> shouts) => new(
        version, (key, value, total) => total + (shouts(key) ? value.ToUpperInvariant() : value), _ => true);

    /// <summary>Concatenates, and has rows of some lengths only.</summary>
    public static Letters Filtering(int version, Func<string, bool> keeps) => new(
        version, (_, value, total) => total + value, keeps);

    /// <summary>The topology.</summary>
    /// <param name="more">Adds more outputs; null for none.</param>
    public OfferedVersion Offer(Action<KStream<string, string>>? more = null)
    {
        var builder = new StreamBuilder();
        KStream<string, string> letters = builder.Stream<string, string>(Totals.Input);
        letters.GroupByKey()
            .Aggregate(() => "", (key, value, total) => Join(key, value, total), Materialized.As("totals"))
            .Filter((_, total) => Keeps(total))
            .ToStream()
            .To(Totals.Output);
        more?.Invoke(letters);
        return new OfferedVersion(builder.Build(Totals.Name, Version), $"LettersV{Version}", null);
    }

    /// <summary>Versions with a second output, <c>extra</c>: the rows of the first one before its filter.</summary>
    public static OfferedVersion[] WithExtra(IEnumerable<Letters> versions) =>
    [
        .. versions.Select(letters => letters.Offer(stream => stream.GroupByKey()
            .Aggregate(() => "", (key, value, total) => letters.Join(key, value, total), Materialized.As("extras"))
            .ToStream().To("extra"))),
    ];

    /// <summary>The rows that the output has to have after an input.</summary>
    public SortedDictionary<string, string> Expected(IEnumerable<(string Key, string Value)> input)
    {
        var totals = new Dictionary<string, string>();
        foreach ((string key, string value) in input)
        {
            totals[key] = Join(key, value, totals.GetValueOrDefault(key, ""));
        }

        return new SortedDictionary<string, string>(
            totals.Where(total => Keeps(total.Value)).ToDictionary(), StringComparer.Ordinal);
    }

    /// <summary>How many records it takes to come from one set of rows to another.</summary>
    public static int Difference(
        IReadOnlyDictionary<string, string> from, IReadOnlyDictionary<string, string> to) =>
        from.Keys.Union(to.Keys).Count(key => from.GetValueOrDefault(key) != to.GetValueOrDefault(key));
}
