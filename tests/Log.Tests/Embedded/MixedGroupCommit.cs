using System.Runtime.ExceptionServices;

namespace Kappa.Logs.Tests;

/// <summary>Commits of several producers that the log takes together, in an order that is known.</summary>
internal static class MixedGroupCommit
{
    /// <summary>The first one commits; the others queue behind it in turn, before it goes to the disk.</summary>
    public static void Run(EmbeddedLog log, CrashDisk disk, ILogProducer[] producers)
    {
        List<Task> others = [];
        disk.OnNextChange = () =>
        {
            foreach (ILogProducer producer in producers[1..])
            {
                others.Add(Task.Factory.StartNew(
                    producer.Commit, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
                SpinWait.SpinUntil(() => log.WaitingCommits == others.Count || others[^1].IsCompleted);
            }
        };
        Exception? error = Catch(() => producers[0].Commit());
        error = Catch(() => Task.WaitAll(others)) ?? error;
        if (error is not null)
        {
            ExceptionDispatchInfo.Throw(error is AggregateException several ? several.InnerExceptions[0] : error);
        }
    }

    private static Exception? Catch(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }
}
