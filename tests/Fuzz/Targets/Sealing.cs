namespace Kappa.Fuzz;

/// <summary>Reads an input as it is, and with all checksums right, so that what is behind them is reached.</summary>
internal static class Sealing
{
    /// <summary>Gives everything that can be found by the lengths the checksum of what it says now.</summary>
    public delegate void Seal(Span<byte> input);

    /// <returns>What came of the input, and where it is another one with right checksums that too.</returns>
    public static string Both(ReadOnlySpan<byte> input, Seal seal, FuzzTarget read)
    {
        string asItIs = read(input);
        byte[] sealedInput = input.ToArray();
        seal(sealedInput);
        string whenSealed = read(sealedInput);
        return asItIs == whenSealed ? asItIs : $"{asItIs}, sealed {whenSealed}";
    }
}
