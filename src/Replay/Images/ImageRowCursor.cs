using Kappa.StateStores;

namespace Kappa.Replay;

/// <summary>Walks the rows of one partition of an image.</summary>
/// <param name="rows">The rows in key order; they stay the caller's.</param>
internal sealed class ImageRowCursor(IEnumerator<ImageRow> rows) : IKeyCursor
{
    public ImageRow Row => rows.Current;

    public ReadOnlySpan<byte> Key => rows.Current.Key;

    public bool MoveNext() => rows.MoveNext();
}
