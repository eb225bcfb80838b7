using System.Globalization;

namespace Kappa.Worker;

/// <summary>Where a letter lies in its topic, as people write it: <c>0@17</c>.</summary>
internal readonly record struct LetterPlace(int Partition, long Offset) : IComparable<LetterPlace>
{
    /// <summary>Reads it.</summary>
    /// <exception cref="KappaException">KAP6221 (exit 2): it is none.</exception>
    public static LetterPlace Parse(string? text)
    {
        int at = text?.IndexOf('@', StringComparison.Ordinal) ?? -1;
        return at > 0
            && int.TryParse(text.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out int partition)
            && long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long offset)
            ? new LetterPlace(partition, offset)
            : throw LetterErrors.NoPlace(text ?? "null");
    }

    public int CompareTo(LetterPlace other) => (Partition, Offset).CompareTo((other.Partition, other.Offset));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Partition}@{Offset}");
}
