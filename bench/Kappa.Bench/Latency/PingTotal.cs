namespace Kappa.Bench;

/// <summary>What the records of a group are reduced to.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="Sum">Sum of their numbers.</param>
internal readonly record struct PingTotal(int Count, long Sum)
{
    public PingTotal Add(Ping ping) => new(Count + 1, Sum + ping.Number);
}
