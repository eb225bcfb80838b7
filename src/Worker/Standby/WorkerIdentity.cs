using System.Security.Cryptography;
using System.Text;
using Kappa.Logs;

namespace Kappa.Worker;

/// <summary>Which worker this is, to others on its cluster: its data directory, whose id is kept in it.</summary>
/// <param name="Id">The id.</param>
/// <param name="Machine">This machine's name.</param>
/// <param name="Directory">Full path of the directory.</param>
internal sealed record WorkerIdentity(string Id, string Machine, string Directory)
{
    private const int Length = 32;

    /// <summary>Reads the id of a directory; one that has none, or half of one, gets one.</summary>
    public static WorkerIdentity Of(DataDirectory data)
    {
        string id = File.Exists(data.WorkerId) ? File.ReadAllText(data.WorkerId) : "";
        if (id.Length != Length)
        {
            id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length / 2));
            using IFile file = DiskFileSystem.Instance.Open(data.WorkerId);
            file.Write(Encoding.ASCII.GetBytes(id), 0);
            file.Sync();
        }

        return new WorkerIdentity(id, Environment.MachineName, Path.GetFullPath(data.Root));
    }
}
