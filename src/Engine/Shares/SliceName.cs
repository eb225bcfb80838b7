namespace Kappa.Engine;

/// <summary>
/// What a slice is called wherever it outlives a run: by its cut, and, since a slice may come in parts, by where it
/// ends.
/// </summary>
/// <param name="Cut">Number of the cut that it leads to.</param>
/// <param name="Reach">The sum of the end offsets of the version's sources.</param>
internal readonly record struct SliceName(long Cut, long Reach) : IComparable<SliceName>
{
    public int CompareTo(SliceName other) =>
        Cut != other.Cut ? Cut.CompareTo(other.Cut) : Reach.CompareTo(other.Reach);
}
