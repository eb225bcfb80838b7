namespace Kappa.Hosting.Tests;

/// <summary>Fails on an order below zero.</summary>
[Topology("refuses-negatives")]
public sealed class RefusesNegatives : ITopology
{
    /// <inheritdoc/>
    public void Build(StreamBuilder builder) => builder
        .Stream<string, long>("orders")
        .MapValues(cents => cents < 0 ? throw new InvalidOperationException("below zero") : cents)
        .GroupByKey().Count(Materialized.As("orders-seen"));
}
