namespace Kappa.LogCampaign.Tests;

/// <summary>Random changes of bytes that a decoder reads.</summary>
internal static class Mutation
{
    /// <summary>Changes some bytes; their number stays.</summary>
    public static void Apply(Span<byte> bytes, Random random)
    {
        for (int changes = random.Next(1, 5); changes > 0 && bytes.Length > 0; changes--)
        {
            int at = random.Next(bytes.Length);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.Slice(at, Math.Min(random.Next(1, 12), bytes.Length - at)).Fill(0xff); // Huge varints.
                    break;
                case 3:
                    bytes.Slice(at, Math.Min(random.Next(1, 40), bytes.Length - at)).Clear();
                    break;
                default:
                    int count = Math.Min(random.Next(1, 60), bytes.Length - at);
                    bytes.Slice(random.Next(bytes.Length - count + 1), count).CopyTo(bytes.Slice(at, count));
                    break;
            }
        }
    }

    /// <summary>Gives another input made of one: cut short, with a part of another one in it, or doubled.</summary>
    public static byte[] Splice(byte[] one, byte[] other, Random random) => random.Next(4) switch
    {
        0 => one[..random.Next(one.Length + 1)],
        1 => [.. one[..random.Next(one.Length + 1)], .. other[random.Next(other.Length + 1)..]],
        2 => [.. one, .. one],
        _ => [.. one],
    };
}
