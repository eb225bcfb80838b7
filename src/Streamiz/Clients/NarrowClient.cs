using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Kappa.StreamizHosting;

/// <summary>
/// A client of Kafka of whose many members Streamiz calls a few: those that an object has are its, of the same names
/// and parameters, and the others are refused by name.
/// </summary>
[SuppressMessage("Performance", "CA1852", Justification = "The runtime derives each client from it.")]
internal class NarrowClient : DispatchProxy
{
    private readonly Dictionary<MethodInfo, MethodInfo> _known = [];
    private object? _members;

    /// <summary>Makes a client.</summary>
    /// <typeparam name="TClient">The interface that Streamiz asks for.</typeparam>
    /// <param name="members">What is called.</param>
    public static TClient Of<TClient>(object members)
        where TClient : class
    {
        TClient client = Create<TClient, NarrowClient>();
        ((NarrowClient)(object)client)._members = members;
        return client;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        lock (_known)
        {
            if (!_known.TryGetValue(targetMethod!, out MethodInfo? member))
            {
                member = _members!.GetType().GetMethod(
                    targetMethod!.Name, [.. targetMethod.GetParameters().Select(parameter => parameter.ParameterType)])
                    ?? throw StreamizErrors.MemberNotKnown(targetMethod);
                _known.Add(targetMethod, member);
            }

            targetMethod = member;
        }

        return targetMethod.Invoke(_members, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
