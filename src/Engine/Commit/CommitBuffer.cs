using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>Records of one partition for the commit in progress.</summary>
/// <remarks>One thread. Its memory is kept from commit to commit, while commits are about as large.</remarks>
internal sealed class CommitBuffer : IDisposable
{
    private const int KeptBytes = 1 << 20; // Less is not worth giving back.
    private const int LargestSlack = 16; // Commits vary; a replay's are some thousand times those of live traffic.

    private long _mostBytes;

    /// <summary>The records.</summary>
    public RecordBuffer Records { get; } = new();

    /// <summary>They are committed, or given up.</summary>
    public void Clear()
    {
        long bytes = Records.Bytes;
        if (_mostBytes > KeptBytes && bytes < _mostBytes / LargestSlack)
        {
            Records.Dispose(); // Gives the memory back; the buffer can be filled again.
            _mostBytes = 0;
        }

        Records.Clear();
        _mostBytes = Math.Max(_mostBytes, bytes);
    }

    public void Dispose() => Records.Dispose();
}
