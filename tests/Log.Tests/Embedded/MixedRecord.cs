namespace Kappa.Logs.Tests;

/// <summary>A record as it was committed.</summary>
internal sealed record MixedRecord(long Offset, string? Key, string? Value, long TimeMs)
{
    public override string ToString() =>
        $"{Offset}:{Key ?? "-"}={(Value is null ? "x" : $"{Value.Split(' ')[0]}({Value.Length})")}";
}
