namespace Orleans.Runtime
{
    /// <summary>The base of the framework's exceptions.</summary>
    public class OrleansException(string message, Exception? innerException = null) : Exception(message, innerException);

    /// <summary>A message was not delivered.</summary>
    public class OrleansMessageRejectionException : OrleansException
    {
        internal OrleansMessageRejectionException(string message, Exception? innerException = null)
            : base(message, innerException)
        {
        }
    }

    /// <summary>The silo that had the call is gone; the call may have run there.</summary>
    public sealed class SiloUnavailableException(string message, Exception? innerException = null)
        : OrleansMessageRejectionException(message, innerException);

    /// <summary>The set-up of a silo makes no sense.</summary>
    public sealed class OrleansConfigurationException(string message) : Exception(message);
}

namespace Orleans.Runtime.Messaging
{
    /// <summary>No silo could be reached.</summary>
    public class ConnectionFailedException(string message, Exception? innerException = null) : OrleansException(message, innerException);
}

namespace Orleans.Storage
{
    /// <summary>Somebody else wrote the state since this grain read it.</summary>
    public class InconsistentStateException(string message) : Orleans.Runtime.OrleansException(message);
}

namespace Orleans.Serialization
{
    /// <summary>A type may not travel between silos, because nothing says how.</summary>
    public sealed class CodecNotFoundException(string message) : Exception(message);
}
