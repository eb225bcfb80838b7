using System.Buffers.Binary;

namespace Kappa.Engine;

/// <summary>
/// Random numbers from a seed that stay the same in every version of .NET: SplitMix64 (Steele, Lea, Flood: Fast
/// Splittable Pseudorandom Number Generators, 2014).
/// </summary>
/// <remarks>One thread. Ranges are drawn with a bias below 2^-32 of their length, as by the modulus of 64
/// bits.</remarks>
internal sealed class RecordRandom : Random
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <summary>Begins anew.</summary>
    public void Seed(string topic, int partition, long offset, string user)
    {
        _state = 0xCBF29CE484222325; // FNV-1a of what the record is and who draws.
        Add(topic);
        Add(user);
        _state = Mix(_state ^ ((ulong)partition * Golden));
        _state = Mix(_state ^ (ulong)offset);
    }

    public override int Next() => Next(int.MaxValue);

    public override int Next(int maxValue) => (int)NextInt64(0, maxValue);

    public override int Next(int minValue, int maxValue) => (int)NextInt64(minValue, maxValue);

    public override long NextInt64() => NextInt64(0, long.MaxValue);

    public override long NextInt64(long maxValue) => NextInt64(0, maxValue);

    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        ulong length = unchecked((ulong)maxValue - (ulong)minValue);
        return length == 0 ? minValue : unchecked((long)((ulong)minValue + (Draw() % length)));
    }

    public override double NextDouble() => (Draw() >> 11) * (1.0 / (1UL << 53));

    public override float NextSingle() => (Draw() >> 40) * (1.0f / (1U << 24));

    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    public override void NextBytes(Span<byte> buffer)
    {
        Span<byte> eight = stackalloc byte[sizeof(ulong)];
        for (; buffer.Length > 0; buffer = buffer[Math.Min(sizeof(ulong), buffer.Length)..])
        {
            BinaryPrimitives.WriteUInt64LittleEndian(eight, Draw());
            eight[..Math.Min(sizeof(ulong), buffer.Length)].CopyTo(buffer);
        }
    }

    protected override double Sample() => NextDouble();

    private void Add(string text)
    {
        foreach (char letter in text)
        {
            _state = (_state ^ letter) * 0x100000001B3;
        }

        _state = (_state ^ 0xFFFF) * 0x100000001B3; // So that "ab", "c" is not "a", "bc".
    }

    private ulong Draw() => Mix(_state += Golden);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
