namespace Kappa.Snapshots;

/// <summary>Where a member of an object is in its bytes: <c>"name":value</c>.</summary>
/// <param name="Start">Where it begins: the quote before its name.</param>
/// <param name="NameLength">Bytes of the name, quotes included.</param>
/// <param name="Length">Bytes of the member.</param>
internal readonly record struct RowMember(int Start, int NameLength, int Length)
{
    /// <summary>Where its value begins.</summary>
    public int ValueStart => Start + NameLength + 1;

    /// <summary>Bytes of its value.</summary>
    public int ValueLength => Length - NameLength - 1;

    /// <summary>Its name without quotes, escaped as canonical text is.</summary>
    public ReadOnlySpan<byte> Name(RowBytes bytes) => bytes.Slice(Start + 1, NameLength - 2);
}
