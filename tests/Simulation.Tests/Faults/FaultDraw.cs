namespace Kappa.Simulation.Tests;

/// <summary>Draws what goes wrong next, and where.</summary>
internal static class FaultDraw
{
    private const string OfSealing = "log.delete-records";

    private static readonly string[] OfDisk =
        ["disk.write", "disk.sync", "disk.set-length", "disk.rename", "disk.delete", "disk.sync-directory"];

    private static readonly string[] OfLog =
    [
        "log.append", "log.commit", "log.create-topic", "log.open-producer", "log.open-reader", "log.read",
        "log.offsets", "log.ends",
    ];

    /// <summary>What happens seldom: it is not waited for long.</summary>
    private static readonly HashSet<string> Seldom =
        ["disk.delete", OfSealing, "log.create-topic", "log.open-producer", "log.commit"];

    /// <summary>Whatever can happen, and has to happen in every campaign.</summary>
    public static IEnumerable<string> All =>
    [
        .. OfDisk.SelectMany(operation => new[] { FaultKind.Kill, FaultKind.PowerCut, FaultKind.DiskError }
            .Select(kind => $"{operation} {kind}")),
        .. OfLog.Append(OfSealing).SelectMany(operation => new[] { FaultKind.Kill, FaultKind.Fail }
            .Select(kind => $"{operation} {kind}")),
        $"disk.write {FaultKind.DiskFull}", $"disk.set-length {FaultKind.DiskFull}",
        $"log.commit {FaultKind.LoseAnswer}", $"state.write {FaultKind.Kill}",
        $"nothing {FaultKind.Kill}", $"nothing {FaultKind.PowerCut}",
    ];

    public static void Arm(Random random, FaultSites sites)
    {
        switch (random.Next(14))
        {
            case <= 2:
                Arm(random, sites, OfDisk, random.Next(2) == 0 ? FaultKind.Kill : FaultKind.PowerCut);
                break;
            case 3 or 4:
                Arm(random, sites, OfDisk, FaultKind.DiskError);
                break;
            case 5:
                Arm(random, sites, ["disk.write", "disk.set-length"], FaultKind.DiskFull);
                break;
            case 6:
                Arm(random, sites, ["log.commit"], FaultKind.LoseAnswer);
                break;
            case 7:
                Arm(random, sites, ["state.write"], FaultKind.Kill);
                break;
            case 8 or 9:
                Arm(random, sites, OfLog, FaultKind.Kill);
                break;
            case 10:
                sites.Arm(OfSealing, 1, FaultKind.Kill);
                break;
            case 11:
                sites.Arm(OfSealing, 1, FaultKind.Fail);
                break;
            default:
                Arm(random, sites, OfLog, FaultKind.Fail);
                break;
        }
    }

    private static void Arm(Random random, FaultSites sites, string[] operations, FaultKind kind)
    {
        string operation = operations[random.Next(operations.Length)];
        int pass = Seldom.Contains(operation) ? random.Next(1, 3)
            : random.Next(4) == 0 ? random.Next(1, 80) : random.Next(1, 8);
        sites.Arm(operation, pass, kind);
    }
}
