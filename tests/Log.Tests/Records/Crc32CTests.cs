using System.Numerics;

namespace Kappa.Logs.Tests;

public sealed class Crc32CTests
{
    [Fact]
    public void The_known_vector_gives_the_known_checksum() =>
        Assert.Equal(0xE3069283, Crc32C.Compute("123456789"u8));

    [Fact]
    public void Every_length_gives_what_one_byte_after_the_other_gives()
    {
        byte[] data = new byte[40_000];
        Seed.Random(out int seed).NextBytes(data);

        for (int length = 0; length < data.Length; length += length < 3_000 ? 1 : 997)
        {
            uint expected = ~0u;
            foreach (byte value in data.AsSpan(0, length))
            {
                expected = BitOperations.Crc32C(expected, value);
            }

            Assert.True(~expected == Crc32C.Compute(data.AsSpan(0, length)), $"length {length}, KAPPA_SEED={seed}");
        }
    }
}
