namespace Kappa.Snapshots;

/// <summary>A run that is made block by block.</summary>
internal abstract class BlockRun : IRunBytes
{
    private int _given;

    /// <summary>The block that is handed out; empty where none is left.</summary>
    protected RowBytes Block { get; set; } = new();

    public int Read(Span<byte> to)
    {
        if (_given == Block.Length)
        {
            Take();
            _given = 0;
        }

        int count = Math.Min(to.Length, Block.Length - _given);
        Block.Slice(_given, count).CopyTo(to);
        _given += count;
        return count;
    }

    public abstract void Dispose();

    /// <summary>Makes the next block.</summary>
    protected abstract void Take();
}
