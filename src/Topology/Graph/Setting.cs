namespace Kappa.Graph;

/// <summary>A setting of an operator, as the fingerprint and the description have it.</summary>
internal readonly record struct Setting(string Name, string Value)
{
    /// <summary>Of what sends records where a function of the user's says.</summary>
    public static readonly Setting OwnPartitioner = new("partitioner", "own");
}
