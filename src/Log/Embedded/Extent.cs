namespace Kappa.Logs;

/// <summary>A stretch of one segment that a commit writes.</summary>
internal record struct Extent
{
    public PartitionLog Log;
    public Segment Segment;
    public long Position; // In the segment file.
    public int Bytes;
    public long FirstOffset;
    public long NextOffset;
    public int FirstPiece; // In the plan's list of pieces.
    public int Pieces;
    public int JournalStart; // Where an inline commit's bytes lie in the journal buffer; -1 where they do not.
}
