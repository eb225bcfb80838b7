namespace Kappa.Engine;

/// <summary>A record between two operators. Passed by reference; nothing is allocated for it.</summary>
/// <remarks>A null value of a struct type is <see cref="HasValue"/> false with a default <see cref="Value"/>.</remarks>
internal readonly struct Record<TKey, TValue>(TKey? key, bool hasKey, TValue? value, bool hasValue, long timestampMs)
{
    public readonly TKey? Key = key;
    public readonly TValue? Value = value;
    public readonly long TimestampMs = timestampMs;
    public readonly bool HasKey = hasKey;
    public readonly bool HasValue = hasValue;
}
