package dev.workerpool.api;

/**
 * Every label, annotation, finalizer, environment variable and fixed name that this project writes
 * on objects or reads from them.
 */
public final class Labels {
  private static final String PREFIX = "workerpool.dev/";

  /** The pool's name, on pods and channel ConfigMaps. */
  public static final String POOL = PREFIX + "pool";

  /** The pool's whole UID: by it pods are found, released and swept. */
  public static final String POOL_UID = PREFIX + "pool-uid";

  /** The process's key, on its pods. */
  public static final String KEY = PREFIX + "key";

  /** The attempt, from 0, on a pod. */
  public static final String ATTEMPT = PREFIX + "attempt";

  /** The name of the channel, on ConfigMaps of a channel and on pods that use it. */
  public static final String CHANNEL = PREFIX + "channel";

  /** Annotation of pods: the process's name, which may have spaces. */
  public static final String PROCESS_NAME = PREFIX + "process-name";

  /** Annotation of pods: the container that is the process; others may be put before it. */
  public static final String CONTAINER = PREFIX + "container";

  /** Annotation of pods: the container that kubectl's logs, exec and attach take unasked. */
  public static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

  /** Annotation of pods: why we end this process (a reason word), put there before we do. */
  public static final String STOP_REASON = PREFIX + "stop-reason";

  /** Annotation of pods: when one that was told to kill itself is deleted at the latest. */
  public static final String KILL_AT = PREFIX + "kill-at";

  /**
   * Annotation of a pool: processes that shall not be alive, as intervals; {@code 3=1} means up to
   * attempt 1. Each is sent SIGTERM, and SIGKILL after its grace period.
   */
  public static final String TERMINATE = PREFIX + "terminate";

  /** Annotation of a pool, as {@link #TERMINATE}: each is sent SIGKILL. */
  public static final String KILL = PREFIX + "kill";

  /** Annotation of a pool: {@code 3=1}, process 3 is to have at least attempt 1. */
  public static final String START = PREFIX + "start";

  /** Finalizer that keeps a pod until its exit code is durable. */
  public static final String FINALIZER = PREFIX + "record";

  /** Audience of the tokens that callers show to the relay. */
  public static final String AUDIENCE = "workerpool-relay";

  /** Name of the container that is the process; without one it is the first. */
  public static final String WORKER_CONTAINER = "worker";

  /** Init container and volume that bring the shim into a pod. */
  public static final String INIT_NAME = "workerpool-init";

  public static final String INIT_MOUNT = "/workerpool";
  public static final String INIT_PATH = INIT_MOUNT + "/init";

  /** Volume with the token that a process shows to the relay. */
  public static final String TOKEN_VOLUME = "workerpool-token";

  public static final String TOKEN_MOUNT = "/var/run/secrets/workerpool.dev";
  public static final String TOKEN_FILE = TOKEN_MOUNT + "/token";

  public static final String ENV_URL = "WORKERPOOL_URL";
  public static final String ENV_CHANNEL = "WORKERPOOL_CHANNEL";
  public static final String ENV_NAMESPACE = "WORKERPOOL_NAMESPACE";
  public static final String ENV_POOL = "WORKERPOOL_POOL";
  public static final String ENV_PROCESS = "WORKERPOOL_PROCESS";
  public static final String ENV_KEY = "WORKERPOOL_KEY";
  public static final String ENV_ATTEMPT = "WORKERPOOL_ATTEMPT";
  public static final String ENV_DAEMON = "WORKERPOOL_DAEMON";
  public static final String ENV_POD_UID = "WORKERPOOL_POD_UID";
  public static final String ENV_TOKEN_FILE = "WORKERPOOL_TOKEN_FILE";
  public static final String ENV_CA_FILE = "WORKERPOOL_CA_FILE";

  /** Told afresh to each start of a program: what its sessions' nonces begin with. */
  public static final String ENV_NONCE = "WORKERPOOL_NONCE";

  private Labels() {}
}
