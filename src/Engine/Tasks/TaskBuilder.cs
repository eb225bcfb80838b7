using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Builds a task: the chain of its subtopology's operators, with what it reads, keeps and writes.</summary>
internal sealed class TaskBuilder(TaskSite site, Subtopology subtopology, TaskId id, IStateBackend? backend)
{
    private readonly TaskParts _parts = new();

    public StreamTask Build()
    {
        try
        {
            var context = new TaskContext(id.Partition);
            Compile(new ChainBuilder(context, new TaskStores(site.Plan, subtopology, id, backend, _parts)));
            return new StreamTask(id, context, _parts, backend);
        }
        catch
        {
            _parts.Close();
            throw;
        }
    }

    private void Compile(ChainBuilder chain)
    {
        var inputs = new SourceCompiler(chain, site, id, _parts);
        var compiler = new ChainCompiler(
            chain, site.Plan.Topology, site.Checks, inputs, new EdgeCompiler(chain, site, id, _parts));
        compiler.Compile(subtopology.Nodes);
        foreach (Node input in subtopology.Inputs)
        {
            if (input is IExchangeNode exchange)
            {
                exchange.Accept(inputs);
            }
            else
            {
                input.Accept(compiler);
            }
        }

        _parts.Stores.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
    }
}
