namespace Kappa.Replay.Tests;

/// <summary>
/// Versions of a small topology: the values of each key, joined by a separator that the version chooses.
/// </summary>
internal static class Totals
{
    public const string Name = "totals";
    public const string Input = "letters";
    public const string Output = "joined";

    /// <summary>Joins the values of a key.</summary>
    /// <param name="version">Number of the version.</param>
    /// <param name="join">Puts a total and a value together.</param>
    public static OfferedVersion Version(int version, Func<string, string, string, string> join)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>(Input)
            .GroupByKey()
            .Aggregate(() => "", (key, value, total) => join(key, value, total), Materialized.As("totals"))
            .ToStream()
            .To(Output);
        return new OfferedVersion(builder.Build(Name, version), $"TotalsV{version}", null);
    }

    /// <summary>Concatenates.</summary>
    public static OfferedVersion Plain(int version) => Version(version, (_, value, total) => total + value);

    /// <summary>Concatenates, the values of some keys in upper case.</summary>
    public static OfferedVersion Shouting(int version, Func<string, bool> shouts) =>
        Version(version, (key, value, total) => total + (shouts(key) ? value.ToUpperInvariant() : value));
}
