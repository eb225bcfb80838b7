namespace Kappa.Replay;

/// <summary>Is told what becomes of an image while it follows. On the thread that follows.</summary>
internal interface IImageListener
{
    /// <summary>A row was written or deleted, perhaps to what it was.</summary>
    void RowChanged(ReadOnlySpan<byte> key);

    /// <summary>The image is built anew: nothing that was known of its rows counts.</summary>
    void BegunAnew();
}
